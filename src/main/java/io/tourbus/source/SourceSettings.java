package io.tourbus.source;

import java.util.List;

/** The settings that every source has. */
public interface SourceSettings {

    /** Whether all credentials are set. Other sources are left out. */
    boolean configured();

    /** The environment variables of the credentials. */
    List<String> credentialVariables();

    /** 0 for no limit. */
    int requestsPerDay();

    /** How many slices are read concurrently, by all runs together. */
    int slicesAtOnce();

    /** Whether this source looks up performers of concerts by name. */
    default boolean matchPerformers() {
        return false;
    }
}
