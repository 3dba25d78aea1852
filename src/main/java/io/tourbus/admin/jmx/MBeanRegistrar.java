package io.tourbus.admin.jmx;

import java.lang.management.ManagementFactory;
import javax.management.JMException;
import javax.management.ObjectName;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Puts controls where JMX finds them, as {@code io.tourbus:type=<type>,name=<name>}. */
public final class MBeanRegistrar {

    private static final Logger LOG = LoggerFactory.getLogger(MBeanRegistrar.class);

    private MBeanRegistrar() {}

    public static void register(String type, String name, Object control) {
        try {
            unregister(type, name);
            ManagementFactory.getPlatformMBeanServer().registerMBean(control, named(type, name));
        } catch (JMException e) {
            LOG.warn("not to be seen over JMX name={} reason={}", name, e.getMessage());
        }
    }

    public static void unregister(String type, String name) {
        try {
            var server = ManagementFactory.getPlatformMBeanServer();
            if (server.isRegistered(named(type, name))) {
                server.unregisterMBean(named(type, name));
            }
        } catch (JMException e) {
            LOG.warn("still to be seen over JMX name={} reason={}", name, e.getMessage());
        }
    }

    private static ObjectName named(String type, String name) throws JMException {
        return new ObjectName("io.tourbus:type=%s,name=%s".formatted(type, name));
    }
}
