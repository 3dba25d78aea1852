package io.tourbus.admin.jmx;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** The unit of an attribute, on its getter. JMX clients find it in the field {@code units} of the descriptor. */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
@interface Unit {

    String value();
}
