package dev.pointwise.cli;

/** Asks for the CUDA backend and then for the doctor, as two commands in one process. */
public final class BackendAndDoctor {
  private BackendAndDoctor() {}

  /** Exits with the commands' code if it is the same, else with 1. */
  public static void main(String[] args) {
    Cli backend = Cli.run("verify", "--shape", "c2h1w2k2", "--backend", "cuda");
    Cli doctor = Cli.run("doctor");
    System.out.print(doctor.out());
    System.err.print(backend.err() + doctor.err());
    System.exit(backend.code() == doctor.code() ? doctor.code() : 1);
  }
}
