package io.tourbus.sandbox;

/**
 * How the events of a catalogue crowd.
 *
 * @param uneven Fridays and Saturdays have three times the events of other days, the height of the season three times
 *     those of its low, one day 3 of 100 of all, and the US half of all
 * @param sameSecond so many events, all in the US, start at one and the same second
 * @param idsByDate ids grow with the start; otherwise they tell nothing about it
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
