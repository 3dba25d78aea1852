/** Live reload: applies edits of settings and routes while Tourbus serves. */
package io.tourbus.reload;
