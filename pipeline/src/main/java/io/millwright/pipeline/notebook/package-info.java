/**
 * What notebooks in Java open: a run with its tables and result files, a scratch copy of it to try things on, tables and plots as HTML.
 *
 * <p>Invariant: computes nothing and never writes to a run; what a notebook finds, it finds with the functions the jobs call.
 */
@NullMarked
package io.millwright.pipeline.notebook;

import org.jspecify.annotations.NullMarked;
