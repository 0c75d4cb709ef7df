package io.millwright.evaluation.event;

/** What one threshold does to one subject's events. */
final class TrackEvents {

    private final double[] firstLeadHours;
    private final boolean[] late;
    private final MachineCounts episodes = new MachineCounts();

    private TrackEvents(int events) {
        this.firstLeadHours = new double[events];
        this.late = new boolean[events];
    }

    static TrackEvents of(SubjectTrack track, double threshold) {
        TrackEvents found = new TrackEvents(track.events().size());
        found.episodes.healthyRowsInAlert = track.walk(threshold, (row, outcome) -> found.episode(track, row, outcome));
        return found;
    }

    boolean detected(int event) {
        return firstLeadHours[event] > 0;
    }

    /** 0 when missed; a lead is positive since zones end before their failure. */
    double leadHours(int event) {
        return firstLeadHours[event];
    }

    boolean late(int event) {
        return late[event] && !detected(event);
    }

    /** Episodes by outcome and healthy rows inside an alert; nothing else is counted here. */
    MachineCounts episodes() {
        return episodes;
    }

    private void episode(SubjectTrack track, int row, Outcome outcome) {
        episodes.addEpisode(outcome);
        for (int event = 0; event < late.length; event++) {
            if (track.inZone(event, row)) {
                firstLeadHours[event] = Math.max(firstLeadHours[event], track.leadHours(event, row));
            }
            late[event] |= track.lateFor(event, row);
        }
    }
}
