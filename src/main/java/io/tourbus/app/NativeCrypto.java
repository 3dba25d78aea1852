package io.tourbus.app;

import java.security.Provider;
import java.security.Security;
import java.util.concurrent.CompletableFuture;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Amazon Corretto Crypto Provider, which computes SHA-256 and AES-GCM in native code. Its library is part of a build for Linux on
 * x86-64 or arm64. Elsewhere, Java's own provider remains.
 */
public final class NativeCrypto {

    private static final String CLASS = "com.amazon.corretto.crypto.provider.AmazonCorrettoCryptoProvider";

    private NativeCrypto() {}

    /** Installs it in another thread: to load and verify its library takes 0.2 seconds. Uses Java's own provider until then. */
    static CompletableFuture<Void> installInBackground() {
        return CompletableFuture.runAsync(NativeCrypto::install, run -> new Thread(run, "native-crypto").start());
    }

    /**
     * Makes it the preferred provider of the process, if it works here. The launcher prevents this while it creates the class
     * archive, because JDK 17 crashes when it archives classes next to those of a signed jar.
     */
    public static void install() {
        if ("false".equals(System.getProperty("tourbus.native-crypto"))) {
            return;
        }
        try {
            var provider = (Provider) Class.forName(CLASS).getField("INSTANCE").get(null);
            var failure =
                    (Throwable) provider.getClass().getMethod("getLoadingError").invoke(provider);
            if (failure == null) {
                Security.insertProviderAt(provider, 1);
            } else {
                log().info(
                                "native crypto library not usable, continuing with that of Java reason={}",
                                failure.toString());
            }
        } catch (ReflectiveOperationException | LinkageError e) {
            log().debug("no native crypto library", e);
        }
    }

    private static Logger log() {
        return LoggerFactory.getLogger(NativeCrypto.class);
    }
}
