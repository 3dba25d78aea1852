package io.tourbus.reload;

import java.util.Set;

/** A version of the settings that was read and checked, and is not in effect yet. */
public interface SettingsEdit {

    /** The changed properties that are no settings of Tourbus. Routes that use them must be rebuilt. */
    Set<String> properties();

    /** The line that sets a property; 0 if none does. */
    int line(String property);

    /** Placeholders resolve to the new values from now on. */
    void publish();

    /**
     * Puts the edit into effect.
     *
     * @throws RuntimeException if that is impossible; nothing is then in effect, except for the placeholders
     */
    void apply();

    /** Returns to the settings before, placeholders included. */
    void revert();

    /** The changes on one line; empty if there are none. */
    String summary();
}
