package io.millwright.pipeline.audit;

/**
 * How much the audit looks at.
 *
 * @param cuts machines times moments of the tests on clean tables, about; at least 4
 * @param landingCuts moments at which the whole landing folder is cut; each costs an ingest
 * @param machinesAtOnce machines copied for one rebuild, at most
 * @param seed of the choice of machines and moments
 */
record AuditSettings(int cuts, int landingCuts, int machinesAtOnce, long seed) {

    static final AuditSettings STANDARD = new AuditSettings(100, 1, 40, 20_260_101);

    AuditSettings {
        if (cuts < 4 || landingCuts < 0 || machinesAtOnce < 1) {
            throw new IllegalArgumentException("cuts >= 4, landingCuts >= 0 and machinesAtOnce >= 1, got " + cuts + ", "
                    + landingCuts + " and " + machinesAtOnce);
        }
    }
}
