package io.millwright.features.waveform;

import java.io.Serializable;

/**
 * Geometry of a rolling bearing, and how often its parts pass each other in one turn of the shaft: outer race fixed, inner
 * race turning with the shaft, nothing slipping (real bearings slip by 1 to 2 %).
 *
 * @param balls rolling elements, at least 1
 * @param ballDiameterMm below the pitch diameter
 * @param pitchDiameterMm diameter of the circle of the balls' centres
 * @param contactAngleDeg from the radial plane, in [0, 90)
 * @see "Randall and Antoni, Rolling element bearing diagnostics: a tutorial, MSSP 25 (2011), equations 1 to 4"
 */
public record BearingGeometry(int balls, double ballDiameterMm, double pitchDiameterMm, double contactAngleDeg)
        implements Serializable {

    public BearingGeometry {
        if (!(balls >= 1
                && ballDiameterMm > 0
                && ballDiameterMm < pitchDiameterMm
                && contactAngleDeg >= 0
                && contactAngleDeg < 90)) {
            throw new IllegalArgumentException("no bearing has " + balls + " balls of " + ballDiameterMm
                    + " mm on a pitch diameter of " + pitchDiameterMm + " mm at " + contactAngleDeg + " degrees");
        }
    }

    /** Ball passes over a point of the outer race a turn (BPFO). */
    public double outerRaceOrder() {
        return balls / 2.0 * (1 - ratio());
    }

    /** Ball passes over a point of the inner race a turn (BPFI). */
    public double innerRaceOrder() {
        return balls / 2.0 * (1 + ratio());
    }

    /** Spins of a ball about its own axis a turn (BSF); a damaged spot of it strikes twice a spin. */
    public double ballSpinOrder() {
        return pitchDiameterMm / (2 * ballDiameterMm) * (1 - ratio() * ratio());
    }

    /** Rounds of the cage a turn (FTF), below 0.5. */
    public double cageOrder() {
        return (1 - ratio()) / 2;
    }

    private double ratio() {
        return ballDiameterMm / pitchDiameterMm * Math.cos(Math.toRadians(contactAngleDeg));
    }
}
