/**
 * Compares what a run said with what really happened in a simulated fleet, and writes {@code graded.json}.
 *
 * <p>Invariant: nothing but {@code grade} reads the truth, and grading changes nothing of what a run left; predictions outside
 * the run's test windows are never graded.
 */
@org.jspecify.annotations.NullMarked
package io.millwright.fleet.grade;
