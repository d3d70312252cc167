/**
 * What runs of the benchmark found, as values and as files: cases with their samples, where the
 * numbers come from, and what the device can do at most. Whatever reports, compares or resumes goes
 * by these alone, whether they were measured now or read from a file.
 */
@NullMarked
package dev.pointwise.results;

import org.jspecify.annotations.NullMarked;
