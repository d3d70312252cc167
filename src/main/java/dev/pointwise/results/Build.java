package dev.pointwise.results;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Properties;
import org.jspecify.annotations.Nullable;

/**
 * Which Pointwise measured.
 *
 * @param version its version
 * @param commit the commit it was built from; null if that is not known
 * @param dirty whether the sources differed from that commit; null if that is not known
 */
public record Build(String version, @Nullable String commit, @Nullable Boolean dirty) {
  private static final String RESOURCE = "git.properties";

  /** The one that runs: its version from the jar, its commit as the build noted it. */
  public static Build here() {
    String version = Build.class.getPackage().getImplementationVersion();
    Properties git = new Properties();
    try (InputStream in = Build.class.getResourceAsStream(RESOURCE)) {
      if (in != null) {
        git.load(in);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    String commit = git.getProperty("git.commit.id");
    String dirty = git.getProperty("git.dirty");
    return new Build(
        version == null ? "unpackaged" : version,
        commit,
        dirty == null ? null : Boolean.valueOf(dirty));
  }

  /** Version and commit. */
  @Override
  public String toString() {
    return version
        + (commit == null ? "" : ", commit " + commit)
        + (Boolean.TRUE.equals(dirty) ? " with changes" : "");
  }
}
