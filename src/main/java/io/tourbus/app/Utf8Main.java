package io.tourbus.app;

import org.apache.camel.CamelContext;
import org.apache.camel.main.Main;

/** Camel whose files of settings are in UTF-8: by itself, it reads them as ISO 8859-1. */
final class Utf8Main extends Main {

    @Override
    protected void configurePropertiesService(CamelContext context) throws Exception {
        SettingsFile.inUtf8(context);
        super.configurePropertiesService(context);
    }
}
