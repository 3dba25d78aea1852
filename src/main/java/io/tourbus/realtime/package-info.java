/** Publishes changes of concerts, which a consumer of the stream finds, as events of Amazon EventBridge. */
package io.tourbus.realtime;
