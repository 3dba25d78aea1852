package io.tourbus.admin.jmx;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.management.ManagementFactory;
import java.util.UUID;
import javax.management.ObjectName;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.impl.engine.ExplicitCamelContextNameStrategy;
import org.junit.jupiter.api.Test;

class MBeanNamesTest {

    @Test
    void onlyMBeansOfWhatOperatorsSeeAreRegistered() throws Exception {
        try (var camel = new DefaultCamelContext()) {
            camel.setNameStrategy(new ExplicitCamelContextNameStrategy("names-" + UUID.randomUUID()));
            camel.getManagementStrategy().setManagementObjectNameStrategy(new MBeanNames(camel));
            camel.addRoutes(new RouteBuilder() {
                @Override
                public void configure() {
                    from("direct:in").routeId("one").throttle(3).id("limit").to("seda:out");
                }
            });
            camel.start();

            assertThat(ManagementFactory.getPlatformMBeanServer()
                            .queryNames(
                                    new ObjectName("org.apache.camel:context=%s,*".formatted(camel.getName())), null))
                    .extracting(name -> name.getKeyProperty("type") + " " + name.getKeyProperty("name"))
                    .contains("routes \"one\"", "processors \"limit\"", "endpoints \"seda://out\"")
                    .allMatch(name -> name.matches("(context|routes|processors) .*|endpoints \"seda:.*"));
        }
    }
}
