package io.tourbus.admin;

import org.apache.camel.CamelContext;
import org.apache.camel.Route;
import org.apache.camel.api.management.ManagedResource;
import org.apache.camel.management.DefaultManagementObjectStrategy;
import org.apache.camel.management.mbean.ManagedSuspendableRoute;

/**
 * The routes that execute runs, renew their locks and answer requests. Their group in the route files is {@code essential}. Operators
 * cannot stop or suspend them by accident, also over JMX.
 */
public final class EssentialRoutes extends DefaultManagementObjectStrategy {

    private static final String GROUP = "essential";

    /** A route was not stopped or suspended, because Tourbus itself needs it. The message is one line for the user. */
    static final class RefusedException extends IllegalStateException {

        private static final long serialVersionUID = 1;

        RefusedException(String message) {
            super(message);
        }
    }

    static boolean contains(Route route) {
        return GROUP.equals(route.getGroup());
    }

    /** @throws RefusedException if the route is essential */
    static void refuse(Route route, String remedy) {
        if (contains(route)) {
            throw new RefusedException(refusal(route, remedy));
        }
    }

    private static String refusal(Route route, String remedy) {
        return "Tourbus itself needs the route %s, so it is not suspended or stopped. %s"
                .formatted(route.getRouteId(), remedy);
    }

    @Override
    public Object getManagedObjectForRoute(CamelContext context, Route route) {
        if (!contains(route)) {
            return super.getManagedObjectForRoute(context, route);
        }
        var managed = new EssentialRoute(context, route);
        managed.init(context.getManagementStrategy());
        return managed;
    }

    /** The MBean of an essential route. */
    @ManagedResource(description = "Managed Route")
    public static final class EssentialRoute extends ManagedSuspendableRoute {

        EssentialRoute(CamelContext context, Route route) {
            super(context, route);
        }

        /** Throws a class of the JDK, because a remote client may have no other one. */
        private void refuse() {
            throw new IllegalStateException(refusal(getRoute(), "The HTTP API can suspend it with force=true."));
        }

        @Override
        public void suspend() {
            refuse();
        }

        @Override
        public void suspend(long timeout) {
            refuse();
        }

        @Override
        public void stop() {
            refuse();
        }

        @Override
        public void stop(long timeout) {
            refuse();
        }

        @Override
        public boolean stop(Long timeout, Boolean abortAfterTimeout) {
            refuse();
            return false;
        }

        @Override
        public void stopAndFail() {
            refuse();
        }

        @Override
        public void restart() {
            refuse();
        }

        @Override
        public void restart(long delay) {
            refuse();
        }

        @Override
        public boolean remove() {
            refuse();
            return false;
        }
    }
}
