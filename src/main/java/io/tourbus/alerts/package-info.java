/** Who is told when something wants a person: what is a cause for that, what is said, and that it is said once. */
package io.tourbus.alerts;
