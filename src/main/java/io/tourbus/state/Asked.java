package io.tourbus.state;

/**
 * What a run is asked for.
 *
 * @param dates of the events wanted, as they were said; not those that a window has which moves along
 * @param rest a hash of all else that decides what it asks its sources for
 */
public record Asked(String dates, String rest) {

    public Asked on(String otherDates) {
        return new Asked(otherDates, rest);
    }
}
