/** AWS Lambda: what invokes the bus there, and what it is answered. */
package io.tourbus.lambda;
