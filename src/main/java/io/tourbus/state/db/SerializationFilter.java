package io.tourbus.state.db;

import java.io.ObjectInputFilter;

/**
 * Restricts the classes that this process deserializes, whatever library does it, to those of JMX clients. Tourbus itself
 * serializes no objects.
 */
public final class SerializationFilter {

    private static final String PATTERN = "maxdepth=20;maxrefs=100000;maxarray=100000;maxbytes=10000000;"
            + "java.lang.*;java.math.*;java.time.*;java.util.*;java.rmi.**;javax.management.**;!*";

    private SerializationFilter() {}

    /** Sets the filter of the process, unless it has one, such as that of {@code -Djdk.serialFilter}. */
    public static synchronized void install() {
        if (ObjectInputFilter.Config.getSerialFilter() == null) {
            ObjectInputFilter.Config.setSerialFilter(ObjectInputFilter.Config.createFilter(PATTERN));
        }
    }
}
