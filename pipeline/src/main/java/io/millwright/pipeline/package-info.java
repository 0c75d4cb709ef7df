/**
 * Jobs, command line and run orchestration: the one room that knows all the others and puts their work in order.
 *
 * <p>Invariant: nothing depends on this room, and no number is computed in it: a job reads, calls one room, and writes.
 * Only {@code generate}, {@code grade} and {@code demo} know the simulated fleet.
 */
@NullMarked
package io.millwright.pipeline;

import org.jspecify.annotations.NullMarked;
