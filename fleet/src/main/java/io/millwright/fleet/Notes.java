package io.millwright.fleet;

/** What technicians write: short, abbreviated, with a typing error now and then. */
final class Notes {
    private static final double TYPO_SHARE = 0.3;

    private static final String[] BEARING = {
        "brg DE worn, repl. brg, vib ok after",
        "outer race spalled. new brg fitted, greased",
        "loud brg noise -> replaced bearing, chk again in 2 wks",
        "repl brg, old one blue from heat"
    };
    private static final String[] LUBRICATION = {
        "gbx dry, no grease left. gearbox exch.",
        "oil lvl low + hot gbx, repl. gearbox",
        "gearbox overheated, lube line blocked, swapped unit",
        "gbx temp hi, oil black, repl"
    };
    private static final String[] MISALIGNMENT = {
        "cplg misaligned 0.4mm, new coupling, laser aligned",
        "coupling spider torn, repl. + realigned",
        "shaft out of line, cplg exch., balanced",
        "imbalance found, coupling replaced"
    };
    private static final String[] BELT = {
        "belt slipping, tension low. belt repl.",
        "new belt, edges frayed",
        "belt torn at splice, replaced, tension set",
        "tensioner air leak, belt worn -> exch"
    };
    private static final String[] ELECTRICAL = {
        "mtr winding insul. low, motor exch.",
        "phase imbalance, mtr hot, repl. motor",
        "motor tripped OL, winding short, new mtr",
        "term. box burnt, mtr swapped"
    };
    private static final String[] SERVICE = {
        "PM done, greased, chk ok",
        "PM as per plan, cleaned filters, no findings",
        "PM: tightened bolts, lube ok",
        "serviced, belts + guards ok"
    };
    private static final String[] INSPECTION = {
        "insp. on request, nothing found",
        "listened + felt, all normal",
        "chk vib by hand, bit rough, keep an eye",
        "sensor mount loose? tightened",
        "temps a bit hi, load was hi too. ok",
        "no fault found"
    };

    private Notes() {}

    static String repair(FailureMode mode, Stream random) {
        return written(
                switch (mode) {
                    case BEARING_WEAR -> BEARING;
                    case LUBRICATION -> LUBRICATION;
                    case MISALIGNMENT -> MISALIGNMENT;
                    case BELT_WEAR -> BELT;
                    case ELECTRICAL -> ELECTRICAL;
                },
                random);
    }

    static String replacement(String component, Stream random) {
        return withTypo("repl. " + component + " prev., old one still ok-ish", random);
    }

    static String service(Stream random) {
        return written(SERVICE, random);
    }

    static String inspection(Stream random) {
        return written(INSPECTION, random);
    }

    private static String written(String[] choices, Stream random) {
        return withTypo(choices[random.below(choices.length)], random);
    }

    /** Sometimes swaps two neighbouring letters. */
    private static String withTypo(String note, Stream random) {
        boolean slips = random.chance(TYPO_SHARE);
        int at = 1 + random.below(note.length() - 2);
        if (!slips) {
            return note;
        }
        return note.substring(0, at) + note.charAt(at + 1) + note.charAt(at) + note.substring(at + 2);
    }
}
