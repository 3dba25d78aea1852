package io.tourbus.admin.jmx;

import java.lang.management.ManagementFactory;
import javax.management.JMException;
import javax.management.ObjectName;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Registers MBeans with the platform server, as {@code io.tourbus:type=<type>,name=<name>}. */
public final class MBeanRegistrar {

    private static final Logger LOG = LoggerFactory.getLogger(MBeanRegistrar.class);

    private MBeanRegistrar() {}

    public static void register(String type, String name, Object mbean) {
        try {
            unregister(type, name);
            ManagementFactory.getPlatformMBeanServer().registerMBean(mbean, objectName(type, name));
        } catch (JMException e) {
            LOG.warn("MBean not registered name={} reason={}", name, e.getMessage());
        }
    }

    public static void unregister(String type, String name) {
        try {
            var server = ManagementFactory.getPlatformMBeanServer();
            if (server.isRegistered(objectName(type, name))) {
                server.unregisterMBean(objectName(type, name));
            }
        } catch (JMException e) {
            LOG.warn("MBean not unregistered name={} reason={}", name, e.getMessage());
        }
    }

    private static ObjectName objectName(String type, String name) throws JMException {
        return new ObjectName("io.tourbus:type=%s,name=%s".formatted(type, name));
    }
}
