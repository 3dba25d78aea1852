/** Edits of routes that take effect while Tourbus serves. */
package io.tourbus.reload;
