/** Edits of routes and settings that take effect while Tourbus serves. */
package io.tourbus.reload;
