package dev.pointwise.acceptance;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the steps of one acceptance share.
 *
 * @param bundle what is tested
 * @param options what was asked for
 * @param programs how programs are run
 * @param results what is written down
 * @param work a directory for files that nobody needs later
 * @param earlier the results of the run that this one goes on with; null if there is none
 */
record Session(
    Bundle bundle,
    Options options,
    Programs programs,
    Results results,
    Path work,
    @Nullable JsonObject earlier) {
  private static final int TAIL = 4_000;

  Device device() {
    return results.device();
  }

  /** Runs a program, and puts how it went into the step's figures. */
  Run run(JsonObject detail, Deadline deadline, List<String> command) throws IOException {
    Run run = programs.run(deadline, command);
    if (!detail.has("commands")) {
      detail.add("commands", new JsonArray());
    }
    detail.getAsJsonArray("commands").add(run.json());
    detail.addProperty("log_tail", run.tail(TAIL));
    save();
    return run;
  }

  /** Writes down what there is so far. */
  void save() throws IOException {
    results.save();
  }
}
