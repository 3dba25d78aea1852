package io.tourbus.admin.jmx;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import javax.management.JMException;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import javax.management.modelmbean.InvalidTargetObjectTypeException;
import javax.management.modelmbean.ModelMBean;
import javax.management.modelmbean.ModelMBeanInfo;
import org.apache.camel.CamelContext;
import org.apache.camel.NonManagedService;
import org.apache.camel.api.management.ManagedInstance;
import org.apache.camel.api.management.ManagedResource;
import org.apache.camel.api.management.NotificationSenderAware;
import org.apache.camel.support.management.DefaultManagementMBeanAssembler;
import org.apache.camel.support.management.MixinRequiredModelMBean;
import org.apache.camel.support.management.NotificationSenderAdapter;

/**
 * Creates the MBeans of Camel with one description for all MBeans of a class. Camel creates a description for each MBean, although it
 * depends only on the class; those of 300 MBeans take 15 MB.
 */
public final class SharedMBeanInfo extends DefaultManagementMBeanAssembler implements NonManagedService {

    private final Map<Class<?>, ModelMBeanInfo> infos = new ConcurrentHashMap<>();

    public SharedMBeanInfo(CamelContext context) {
        super(context);
    }

    @Override
    public ModelMBean assemble(MBeanServer server, Object bean, ObjectName name) throws JMException {
        if (hasOwnInstance(bean)) {
            return super.assemble(server, bean, name);
        }
        var info = infos.get(bean.getClass());
        if (info == null) {
            info = assembler.getMBeanInfo(camelContext, bean, null, name.toString());
            if (info == null) {
                return null;
            }
            infos.put(bean.getClass(), info);
        }
        try {
            var mbean = new MixinRequiredModelMBean(info, masked(), null, null);
            mbean.setManagedResource(bean, "ObjectReference");
            if (bean instanceof NotificationSenderAware sender) {
                sender.setNotificationSender(new NotificationSenderAdapter(mbean));
            }
            return mbean;
        } catch (InvalidTargetObjectTypeException e) {
            throw new JMException(e.getMessage());
        }
    }

    /** Whether the description is combined from those of two classes. */
    private static boolean hasOwnInstance(Object bean) {
        return bean instanceof ManagedInstance managed
                && managed.getInstance() != null
                && managed.getInstance().getClass().isAnnotationPresent(ManagedResource.class);
    }

    private boolean masked() {
        return Boolean.TRUE.equals(
                camelContext.getManagementStrategy().getManagementAgent().getMask());
    }
}
