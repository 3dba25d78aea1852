package io.tourbus;

import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import javax.management.JMException;
import javax.management.ObjectName;

/** What can be seen over JMX. */
final class MBeans {

    private MBeans() {}

    /** The names of all MBeans of Camel and Tourbus, with the value of each attribute. */
    static List<String> all() throws JMException {
        var server = ManagementFactory.getPlatformMBeanServer();
        List<String> values = new ArrayList<>();
        for (var pattern : List.of("org.apache.camel:*", "io.tourbus:*")) {
            for (var name : server.queryNames(new ObjectName(pattern), null)) {
                for (var attribute : server.getMBeanInfo(name).getAttributes()) {
                    try {
                        values.add(name + " " + server.getAttribute(name, attribute.getName()));
                    } catch (JMException | RuntimeException e) {
                        values.add(name + " " + e.getMessage());
                    }
                }
            }
        }
        return values;
    }
}
