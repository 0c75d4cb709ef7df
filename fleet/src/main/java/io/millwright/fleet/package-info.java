/**
 * The simulated fleet: machines, what happens to them, what their sensors deliver and how the data are spoilt.
 *
 * <p>{@code spec -> roster, climate -> life of each machine -> hourly physics -> readings, bursts, logs -> data faults -> files}
 *
 * <p>Landing layout, one folder each (names and columns in {@link io.millwright.fleet.LandingFiles}):
 *
 * <pre>
 * readings/&lt;site&gt;/&lt;month&gt;.parquet   wide: equipment_id, event_time, received_at, twelve sensors; UTC
 * readings/&lt;last site&gt;/&lt;week&gt;.csv    the same as text, in order of arrival, local times of Asia/Kolkata
 * waveforms/&lt;site&gt;/&lt;month&gt;.parquet  one vibration burst of one axis a row, samples in m/s2
 * equipment, components, work_orders, failures, alarms, operations, site_conditions: &lt;site&gt;.csv, UTC
 * </pre>
 *
 * Every third site from the second on, unless it is the last, declares Fahrenheit; all else is in the units of the sensors'
 * table. The truth (failures with onset, excursions, data faults, health) is written to another place, see {@link
 * io.millwright.fleet.TruthFiles}.
 *
 * <p>Invariant: every file follows from the {@link io.millwright.fleet.FleetSpec} alone, never from the clock, the order of
 * tasks or the number of partitions; and no landing column knows the truth.
 */
@org.jspecify.annotations.NullMarked
package io.millwright.fleet;
