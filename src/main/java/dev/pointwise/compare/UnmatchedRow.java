package dev.pointwise.compare;

import dev.pointwise.results.CaseRow;

/**
 * A case that there is nothing to compare with.
 *
 * @param backend its backend's name
 * @param row what was found
 * @param reason why it is alone, such as that it is only in the baseline
 */
public record UnmatchedRow(String backend, CaseRow row, String reason) {}
