/**
 * What a person opens: the report and the model card, each one file that needs no network.
 *
 * <p>Invariant: no figure is computed here that is not in the files and tables of the run, none is shown without its interval and
 * count where it has them, and nothing is loaded from anywhere else.
 */
@NullMarked
package io.millwright.pipeline.report;

import org.jspecify.annotations.NullMarked;
