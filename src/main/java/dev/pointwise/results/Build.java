package dev.pointwise.results;

import org.jspecify.annotations.Nullable;

/**
 * Which Pointwise measured.
 *
 * @param version its version
 * @param commit the commit it was built from; null if that is not known
 * @param dirty whether the sources differed from that commit; null if that is not known
 */
public record Build(String version, @Nullable String commit, @Nullable Boolean dirty) {}
