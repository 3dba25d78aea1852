package io.tourbus.testing;

import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import javax.management.JMException;
import javax.management.MBeanServer;
import javax.management.ObjectName;

/** Reads MBeans. */
public final class MBeans {

    private MBeans() {}

    /**
     * What MBeans say.
     *
     * @param only one attribute; {@code null} for all that can be read, and the names of the MBeans
     */
    public static List<String> attributes(String pattern, String only) throws JMException {
        var server = ManagementFactory.getPlatformMBeanServer();
        List<String> values = new ArrayList<>();
        for (var name : server.queryNames(new ObjectName(pattern), null)) {
            if (only == null) {
                values.add(name.toString());
            }
            for (var attribute : server.getMBeanInfo(name).getAttributes()) {
                if (attribute.isReadable() && (only == null || only.equals(attribute.getName()))) {
                    values.add(read(server, name, attribute.getName()));
                }
            }
        }
        return values;
    }

    /** The names and attributes of all MBeans of Camel and Tourbus. */
    public static List<String> all() throws JMException {
        var all = attributes("org.apache.camel:*", null);
        all.addAll(attributes("io.tourbus:*", null));
        return all;
    }

    private static String read(MBeanServer server, ObjectName name, String attribute) {
        try {
            return String.valueOf(server.getAttribute(name, attribute));
        } catch (JMException | RuntimeException e) {
            return "unreadable";
        }
    }
}
