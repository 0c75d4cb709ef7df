/**
 * What technicians write: a note to words, and to the failure modes, components and actions it speaks of ({@link
 * io.millwright.features.text.NoteReader}); a machine's notes to a row ({@link io.millwright.features.text.TextFeatures}). Plain Java
 * on Lucene's analysis, without an index.
 *
 * <p>Invariant: a note counts only where its work happened strictly before {@code as_of} and it was known by it; what is read in a
 * note depends on that note and on the lexicon, nothing else.
 */
@NullMarked
package io.millwright.features.text;

import org.jspecify.annotations.NullMarked;
