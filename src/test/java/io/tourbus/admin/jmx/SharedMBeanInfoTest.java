package io.tourbus.admin.jmx;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Stream;
import javax.management.MBeanAttributeInfo;
import javax.management.MBeanOperationInfo;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.impl.engine.ExplicitCamelContextNameStrategy;
import org.junit.jupiter.api.Test;

class SharedMBeanInfoTest {

    private static final MBeanServer SERVER = ManagementFactory.getPlatformMBeanServer();

    @Test
    void theMBeansAreThoseOfCamel() throws Exception {
        var shared = describe(true);
        var own = describe(false);

        assertThat(shared.keySet()).isEqualTo(own.keySet()).hasSizeGreaterThan(10);
        own.forEach((name, description) -> assertThat(shared.get(name)).as(name).isEqualTo(description));
    }

    @Test
    void twoRoutesShareTheDescriptionButNotTheValues() throws Exception {
        try (var camel = context("shared-" + UUID.randomUUID(), true)) {
            var names = SERVER.queryNames(
                    new ObjectName("org.apache.camel:context=%s,type=routes,*".formatted(camel.getName())), null);

            assertThat(names)
                    .extracting(name -> SERVER.getAttribute(name, "RouteId"))
                    .containsExactlyInAnyOrder("one", "two");
            assertThat(SERVER.invoke(names.iterator().next(), "getUptime", null, null))
                    .isNotNull();
        }
    }

    /** The description of each MBean, by its name without that of the context. */
    private static SortedMap<String, List<String>> describe(boolean shared) throws Exception {
        try (var camel = context("mbeans-" + UUID.randomUUID(), shared)) {
            var names = new ObjectName("org.apache.camel:context=%s,*".formatted(camel.getName()));
            SortedMap<String, List<String>> all = new TreeMap<>();
            for (var name : SERVER.queryNames(names, null)) {
                var info = SERVER.getMBeanInfo(name);
                all.put(
                        name.toString().replace(camel.getName(), "").replaceAll("0x[0-9a-f]+", ""),
                        Stream.of(
                                        Stream.of(info.getClassName(), info.getDescription()),
                                        Arrays.stream(info.getAttributes()).map(MBeanAttributeInfo::toString),
                                        Arrays.stream(info.getOperations()).map(MBeanOperationInfo::toString))
                                .flatMap(part -> part)
                                .sorted()
                                .toList());
            }
            return all;
        }
    }

    private static DefaultCamelContext context(String name, boolean shared) throws Exception {
        var camel = new DefaultCamelContext();
        camel.setNameStrategy(new ExplicitCamelContextNameStrategy(name));
        if (shared) {
            camel.getCamelContextExtension().setManagementMBeanAssembler(new SharedMBeanInfo(camel));
        }
        camel.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:one").routeId("one").to("log:one").id("first");
                from("direct:two")
                        .routeId("two")
                        .throttle(3)
                        .id("limit")
                        .to("log:two")
                        .id("second");
            }
        });
        camel.start();
        return camel;
    }
}
