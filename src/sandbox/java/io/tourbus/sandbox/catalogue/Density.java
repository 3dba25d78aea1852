package io.tourbus.sandbox.catalogue;

/**
 * The distribution of a catalogue's events over time and countries.
 *
 * @param uneven whether Fridays and Saturdays have three times the events of other days, the peak season three times those of the
 *     low season, one day 3% of all events, and the US half of all events
 * @param sameSecond the number of events, all in the US, that start in the same second
 * @param idsByDate whether IDs increase with the start; otherwise they are unrelated to it
 */
public record Density(boolean uneven, int sameSecond, boolean idsByDate) {

    public static final Density EVEN = new Density(false, 0, false);
    public static final Density UNEVEN = new Density(true, 0, false);

    public Density withSameSecond(int events) {
        return new Density(uneven, events, idsByDate);
    }

    public Density withIdsByDate() {
        return new Density(uneven, sameSecond, true);
    }
}
