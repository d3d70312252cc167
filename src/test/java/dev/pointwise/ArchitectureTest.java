package dev.pointwise;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.type;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaCall;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import dev.pointwise.io.PrivateDirectory;
import java.net.URL;
import java.nio.channels.AsynchronousSocketChannel;
import java.nio.channels.DatagramChannel;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import org.junit.jupiter.api.Test;

/** Imports point one way. */
class ArchitectureTest {
  private static final JavaClasses MAIN =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages("dev.pointwise");

  @Test
  void packagesSeeOnlyWhatLiesBelow() {
    layeredArchitecture()
        .consideringOnlyDependenciesInAnyPackage("dev.pointwise..")
        .withOptionalLayers(true)
        .layer("spec")
        .definedBy("dev.pointwise.spec..")
        .layer("tensor")
        .definedBy("dev.pointwise.tensor..")
        .layer("backend")
        .definedBy("dev.pointwise.backend..")
        .layer("oracle")
        .definedBy("dev.pointwise.oracle..")
        .layer("cpu")
        .definedBy("dev.pointwise.cpu..")
        .layer("cuda")
        .definedBy("dev.pointwise.cuda..")
        .layer("multi")
        .definedBy("dev.pointwise.multi..")
        .layer("io")
        .definedBy("dev.pointwise.io..")
        .layer("network")
        .definedBy("dev.pointwise.network..")
        .layer("results")
        .definedBy("dev.pointwise.results..")
        .layer("compare")
        .definedBy("dev.pointwise.compare..")
        .layer("report")
        .definedBy("dev.pointwise.report..")
        .layer("bench")
        .definedBy("dev.pointwise.bench..")
        .layer("cli")
        .definedBy("dev.pointwise.cli..")
        .whereLayer("spec")
        .mayNotAccessAnyLayer()
        .whereLayer("tensor")
        .mayOnlyAccessLayers("spec")
        .whereLayer("backend")
        .mayOnlyAccessLayers("tensor", "spec")
        .whereLayer("oracle")
        .mayOnlyAccessLayers("tensor", "spec")
        .whereLayer("cpu")
        .mayOnlyAccessLayers("io", "backend", "tensor", "spec")
        .whereLayer("cuda")
        .mayOnlyAccessLayers("io", "backend", "tensor", "spec")
        .whereLayer("multi")
        .mayOnlyAccessLayers("backend", "tensor", "spec")
        .whereLayer("io")
        .mayOnlyAccessLayers("backend", "tensor", "spec")
        .whereLayer("network")
        .mayOnlyAccessLayers("backend", "tensor", "spec")
        .whereLayer("results")
        .mayOnlyAccessLayers("io", "backend", "spec")
        .whereLayer("compare")
        .mayOnlyAccessLayers("results", "backend", "spec")
        .whereLayer("report")
        .mayOnlyAccessLayers("compare", "results", "io", "backend", "spec")
        .whereLayer("bench")
        .mayOnlyAccessLayers("results", "io", "network", "oracle", "backend", "tensor", "spec")
        .whereLayer("cli")
        .mayNotBeAccessedByAnyLayer()
        .ensureAllClassesAreContainedInArchitecture()
        .check(MAIN);
  }

  /** What files hold is nothing to the backends; where they keep their own is. */
  @Test
  void backendsSeeOfFilesTheCacheAlone() {
    noClasses()
        .that(resideInAnyPackage("dev.pointwise.cpu..", "dev.pointwise.cuda.."))
        .should()
        .dependOnClassesThat(
            resideInAPackage("dev.pointwise.io..")
                .and(DescribedPredicate.not(type(PrivateDirectory.class)))
                .and(DescribedPredicate.not(type(PrivateDirectory.Contents.class))))
        .check(MAIN);
  }

  @Test
  void packagesFormNoCycles() {
    slices().matching("dev.pointwise.(*)..").should().beFreeOfCycles().check(MAIN);
  }

  @Test
  void eachLibraryHasOneHome() {
    keeps("jcuda..", "dev.pointwise.cuda..");
    keeps("picocli..", "dev.pointwise.cli..");
  }

  private static void keeps(String library, String home) {
    noClasses()
        .that(resideInAPackage(home).negate())
        .should()
        .dependOnClassesThat(resideInAPackage(library))
        .allowEmptyShould(true)
        .check(MAIN);
  }

  /** No network, no other programs: see SECURITY.md. */
  @Test
  void nothingSpeaksToTheNetworkOrStartsPrograms() {
    noClasses()
        .should()
        .dependOnClassesThat(
            resideInAnyPackage("java.net..", "javax.net..", "java.rmi..", "javax.naming..")
                .or(resideInAPackage("com.sun.net.."))
                .or(type(AsynchronousSocketChannel.class))
                .or(type(SocketChannel.class))
                .or(type(ServerSocketChannel.class))
                .or(type(DatagramChannel.class))
                .or(type(ProcessBuilder.class))
                .and(DescribedPredicate.not(type(URL.class))))
        .check(MAIN);
    noClasses().should().callMethodWhere(opens()).check(MAIN);
    noClasses().should().callMethodWhere(starts()).check(MAIN);
  }

  private static DescribedPredicate<JavaCall<?>> opens() {
    return DescribedPredicate.describe(
        "do more with a URL than to see that a resource is there",
        call -> call.getTargetOwner().isEquivalentTo(URL.class));
  }

  private static DescribedPredicate<JavaCall<?>> starts() {
    return DescribedPredicate.describe(
        "start a program",
        call ->
            call.getTargetOwner().isEquivalentTo(Runtime.class) && call.getName().equals("exec"));
  }

  @Test
  void nothingEndsTheProcessButTheCommand() {
    noClasses()
        .that(resideInAPackage("dev.pointwise.cli..").negate())
        .should()
        .callMethod(System.class, "exit", int.class)
        .allowEmptyShould(true)
        .check(MAIN);
  }
}
