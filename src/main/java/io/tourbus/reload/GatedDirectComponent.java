package io.tourbus.reload;

import org.apache.camel.component.direct.DirectComponent;
import org.apache.camel.component.direct.DirectConsumer;

/**
 * The component {@code direct}, whose callers wait while a route is replaced. The component of Camel lets them wait for 30 seconds at
 * most, and then fails.
 */
public final class GatedDirectComponent extends DirectComponent {

    @Override
    protected DirectConsumer getConsumer(String key, boolean block, long timeout) throws InterruptedException {
        var live = (LiveContext) getCamelContext();
        DirectConsumer consumer;
        int swaps;
        do {
            swaps = live.awaitSwap();
            consumer = super.getConsumer(key, block, timeout);
        } while (consumer == null && swaps != live.awaitSwap());
        return consumer;
    }
}
