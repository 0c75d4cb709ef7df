package io.millwright.evaluation.split;

/** A hash that is the same on every JVM and for every order of arrival. */
public final class MachineHash {

    private MachineHash() {}

    /** 64 well mixed bits of a seed and a text: FNV-1a over the characters, finished as in SplitMix64. */
    public static long bits(long seed, String text) {
        long hash = 0xcbf29ce484222325L ^ mixed(seed);
        for (int i = 0; i < text.length(); i++) {
            hash = (hash ^ text.charAt(i)) * 0x100000001b3L;
        }
        return mixed(hash);
    }

    /** The same as a number in [0, 1). */
    public static double unit(long seed, String text) {
        return (bits(seed, text) >>> 11) * 0x1.0p-53;
    }

    private static long mixed(long value) {
        long z = value + 0x9e3779b97f4a7c15L;
        z = (z ^ (z >>> 30)) * 0xbf58476d1ce4e5b9L;
        z = (z ^ (z >>> 27)) * 0x94d049bb133111ebL;
        return z ^ (z >>> 31);
    }
}
