/**
 * Landing files to clean tables: every record and reading is parsed, judged, converted, ordered and chunked, or it stands in
 * {@code quarantine} with its reason, its file and its raw text; and what a sensor itself got wrong stands in
 * {@code sensor_health}.
 *
 * <p>Invariant: nothing is dropped, nothing is doubled, and no value marked clean was decided with a later reading. This room
 * never computes a feature or a label, and never asks the clock.
 */
@NullMarked
package io.millwright.etl;

import org.jspecify.annotations.NullMarked;
