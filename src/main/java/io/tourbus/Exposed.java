package io.tourbus;

import java.lang.management.ManagementFactory;
import javax.management.JMException;
import javax.management.ObjectName;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Puts the controls of sources where JMX finds them. */
final class Exposed {

    private static final Logger LOG = LoggerFactory.getLogger(Exposed.class);

    private Exposed() {}

    static void register(String source, SourceControl control) {
        try {
            unregister(source);
            ManagementFactory.getPlatformMBeanServer().registerMBean(control, name(source));
        } catch (JMException e) {
            LOG.warn("not to be seen over JMX source={} reason={}", source, e.getMessage());
        }
    }

    static void unregister(String source) {
        try {
            var server = ManagementFactory.getPlatformMBeanServer();
            if (server.isRegistered(name(source))) {
                server.unregisterMBean(name(source));
            }
        } catch (JMException e) {
            LOG.warn("still to be seen over JMX source={} reason={}", source, e.getMessage());
        }
    }

    private static ObjectName name(String source) throws JMException {
        return new ObjectName("io.tourbus:type=Source,name=" + source);
    }
}
