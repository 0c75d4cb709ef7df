/**
 * The leak audit: proof, on the user's own data, that no feature, label, fold or fitted artefact knows the future. The future
 * of chosen machines is deleted or replaced by garbage in a copy, everything is rebuilt by the very code of the jobs, and
 * what stands before the cut must agree in every bit.
 *
 * <p>Invariant: the audit never writes to the lake it audits, and a test that had nothing to look at says so instead of
 * passing.
 */
@NullMarked
package io.millwright.pipeline.audit;

import org.jspecify.annotations.NullMarked;
