package io.tourbus.reload;

import java.io.InputStream;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.camel.CamelContext;
import org.apache.camel.impl.engine.DefaultClassResolver;

/**
 * Remembers, for all contexts of the process, which factories of Camel do not exist. Each context looks for about 60 optional ones,
 * and a search asks every jar: an eighth of the CPU time of a start, except for the first one.
 */
final class OptionalResources extends DefaultClassResolver {

    private static final String FACTORIES = "META-INF/services/org/apache/camel/";
    private static final Set<String> MISSING = ConcurrentHashMap.newKeySet();

    OptionalResources(CamelContext context) {
        super(context);
    }

    @Override
    public InputStream loadResourceAsStream(String uri) {
        if (MISSING.contains(uri)) {
            return null;
        }
        var found = super.loadResourceAsStream(uri);
        if (found == null && uri.startsWith(FACTORIES)) {
            MISSING.add(uri);
        }
        return found;
    }
}
