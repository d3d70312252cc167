/**
 * Results as people read them: text, Markdown, CSV, HTML. Renders {@link
 * dev.pointwise.results.RunResults} and comparisons of them, and nothing that is still running.
 */
@NullMarked
package dev.pointwise.report;

import org.jspecify.annotations.NullMarked;
