package io.millwright.evaluation.event;

/** What one machine adds to the event figures at one threshold; sums over folds and subjects. */
final class MachineCounts {

    double exposureWeeks;
    long events;
    long detected;
    long alertedLate;
    long hits;
    long lateEpisodes;
    long falseAlarms;
    long undetermined;
    long healthyRows;
    long healthyRowsInAlert;

    void add(MachineCounts other) {
        exposureWeeks += other.exposureWeeks;
        events += other.events;
        detected += other.detected;
        alertedLate += other.alertedLate;
        hits += other.hits;
        lateEpisodes += other.lateEpisodes;
        falseAlarms += other.falseAlarms;
        undetermined += other.undetermined;
        healthyRows += other.healthyRows;
        healthyRowsInAlert += other.healthyRowsInAlert;
    }

    void addEpisode(Outcome outcome) {
        switch (outcome) {
            case HIT -> hits++;
            case LATE -> lateEpisodes++;
            case FALSE_ALARM -> falseAlarms++;
            case UNDETERMINED -> undetermined++;
        }
    }

    long episodes(Outcome outcome) {
        return switch (outcome) {
            case HIT -> hits;
            case LATE -> lateEpisodes;
            case FALSE_ALARM -> falseAlarms;
            case UNDETERMINED -> undetermined;
        };
    }

    long episodes() {
        return hits + lateEpisodes + falseAlarms + undetermined;
    }
}
