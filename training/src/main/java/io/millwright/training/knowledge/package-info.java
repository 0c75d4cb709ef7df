/**
 * Past cases: what the log confirmed, what was done about it, and the signature a model saw before it. They are searched for the likes of
 * a machine that is scored.
 *
 * <p>Invariant: every question is asked as of a moment, and neither a case, an order nor a relapse that became known later has a say.
 */
@NullMarked
package io.millwright.training.knowledge;

import org.jspecify.annotations.NullMarked;
