package io.tourbus.admin.jmx;

import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.Objects;
import javax.management.ImmutableDescriptor;
import javax.management.JMException;
import javax.management.MBeanAttributeInfo;
import javax.management.MBeanInfo;
import javax.management.MBeanOperationInfo;
import javax.management.ObjectName;
import javax.management.modelmbean.InvalidTargetObjectTypeException;
import javax.management.modelmbean.ModelMBeanInfo;
import javax.management.modelmbean.RequiredModelMBean;
import org.apache.camel.CamelContext;
import org.apache.camel.support.management.MBeanInfoAssembler;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Registers objects with the annotations of Camel as MBeans of the platform server: {@code io.tourbus:type=<type>,name=<name>}.
 */
public final class MBeanRegistrar {

    private static final Logger LOG = LoggerFactory.getLogger(MBeanRegistrar.class);

    private MBeanRegistrar() {}

    public static void register(String type, String name, Object bean, CamelContext camel) {
        unregister(type, name);
        try {
            var assembler = new MBeanInfoAssembler(camel);
            assembler.start();
            var info = assembler.getMBeanInfo(
                    camel, bean, null, objectName(type, name).toString());
            ManagementFactory.getPlatformMBeanServer()
                    .registerMBean(new AnnotatedMBean(info, bean), objectName(type, name));
        } catch (JMException | InvalidTargetObjectTypeException e) {
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

    /** Adds units, and hides the getters and setters, which a model MBean lists as operations as well. */
    private static final class AnnotatedMBean extends RequiredModelMBean {

        private final Class<?> type;

        AnnotatedMBean(ModelMBeanInfo info, Object bean) throws JMException, InvalidTargetObjectTypeException {
            super(info);
            this.type = bean.getClass();
            setManagedResource(bean, "ObjectReference");
        }

        @Override
        public MBeanInfo getMBeanInfo() {
            var info = super.getMBeanInfo();
            var operations = Arrays.stream(info.getOperations())
                    .filter(operation -> !operation.getName().matches("(get|is|set)[A-Z].*"))
                    .toArray(MBeanOperationInfo[]::new);
            var attributes =
                    Arrays.stream(info.getAttributes()).map(this::withUnit).toArray(MBeanAttributeInfo[]::new);
            return new MBeanInfo(info.getClassName(), info.getDescription(), attributes, null, operations, null);
        }

        private MBeanAttributeInfo withUnit(MBeanAttributeInfo attribute) {
            return Arrays.stream(type.getMethods())
                    .filter(method -> method.getName().equals("get" + attribute.getName()))
                    .map(method -> method.getAnnotation(Unit.class))
                    .filter(Objects::nonNull)
                    .findFirst()
                    .map(unit -> new MBeanAttributeInfo(
                            attribute.getName(),
                            attribute.getType(),
                            attribute.getDescription(),
                            attribute.isReadable(),
                            attribute.isWritable(),
                            attribute.isIs(),
                            ImmutableDescriptor.union(
                                    attribute.getDescriptor(), new ImmutableDescriptor("units=" + unit.value()))))
                    .orElse(attribute);
        }
    }
}
