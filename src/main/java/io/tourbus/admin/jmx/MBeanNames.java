package io.tourbus.admin.jmx;

import javax.management.MalformedObjectNameException;
import javax.management.ObjectName;
import org.apache.camel.CamelContext;
import org.apache.camel.management.DefaultManagementObjectNameStrategy;
import org.apache.camel.management.mbean.ManagedCamelContext;
import org.apache.camel.management.mbean.ManagedEndpoint;
import org.apache.camel.management.mbean.ManagedProcessor;
import org.apache.camel.management.mbean.ManagedRoute;

/**
 * Names the MBeans of the context, the routes, the steps, and endpoints with additional attributes. Camel would also register each
 * component, endpoint, service and thread pool: hundreds of MBeans, which take a twentieth of the start.
 */
public final class MBeanNames extends DefaultManagementObjectNameStrategy {

    public MBeanNames(CamelContext context) {
        setCamelContext(context);
    }

    @Override
    public ObjectName getObjectName(Object managed) throws MalformedObjectNameException {
        return managed instanceof ManagedCamelContext
                        || managed instanceof ManagedRoute
                        || managed instanceof ManagedProcessor
                        || managed instanceof ManagedEndpoint && SharedMBeanInfo.hasOwnInstance(managed)
                ? super.getObjectName(managed)
                : null;
    }
}
