/**
 * What a run tells those who watch it: figures for dashboards and alarms, notices for people and for other programs.
 *
 * <p>Invariant: watching changes nothing. Who watches is decided elsewhere; nobody does unless the pipeline file says so.
 */
@NullMarked
package io.millwright.lake.watch;

import org.jspecify.annotations.NullMarked;
