package io.tourbus.source;

import java.util.List;

/** The settings that all sources have in common. */
public interface SourceSettings {

    /** Whether all credentials are set. Otherwise runs skip the source. */
    boolean configured();

    /** The names of the environment variables for the credentials. */
    List<String> credentialVariables();

    /** Identifies the account whose requests the source counts, such as an API key. All processes with it share one rate. */
    String account();

    /** Maximum requests per day; 0 for no limit. */
    int requestsPerDay();

    /** How many slices are read concurrently, in all runs together. */
    int slicesAtOnce();

    /** The maximum number of slices that are read at the same time if responses are slow. */
    default int maxSlicesAtOnce() {
        return slicesAtOnce();
    }

    /** Whether most users do not read this source. Messages then do not ask for its credentials. */
    default boolean optional() {
        return false;
    }

    /** Whether this source looks up performers of events by name. */
    default boolean matchPerformers() {
        return false;
    }
}
