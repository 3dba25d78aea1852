// Writes the part of the CloudFormation resource specification that deploy/aws uses:
//
//   npm install --no-save @aws-cdk/aws-service-spec
//   node src/test/node/cloudformation.js > src/test/resources/io/tourbus/deploy/cloudformation.json
//
// A type is an object of its properties (+ before a required one), a list of one type, {"*": type} for a map, or a scalar.
const fs = require('fs');
const {loadAwsServiceSpecSync} = require('@aws-cdk/aws-service-spec');

const db = loadAwsServiceSpecSync();
const folder = 'deploy/aws/';
const types = new Set(fs.readdirSync(folder)
    .flatMap(file => [...fs.readFileSync(folder + file, 'utf8').matchAll(/^    Type: (AWS::\S+)$/gm)])
    .map(match => match[1]));

function properties(definitions, parents) {
  return Object.fromEntries(Object.entries(definitions)
      .map(([name, definition]) => [(definition.required ? '+' : '') + name, shape(definition.type, parents)]));
}

function shape(type, parents) {
  switch (type.type) {
    case 'array': return [shape(type.element, parents)];
    case 'map': return {'*': shape(type.element, parents)};
    case 'ref': {
      const id = type.reference.$ref;
      return parents.includes(id) ? 'json' : properties(db.get('typeDefinition', id).properties, [...parents, id]);
    }
    case 'string': case 'integer': case 'number': case 'boolean': return type.type;
    default: return 'json';
  }
}

const specification = {};
for (const name of [...types].sort()) {
  const [resource] = db.lookup('resource', 'cloudFormationType', 'equals', name);
  specification[name] = {
    attributes: Object.keys(resource.attributes).sort(),
    properties: properties(resource.properties, []),
  };
}
console.log('{\n' + Object.entries(specification)
    .map(([name, type]) => JSON.stringify(name) + ': ' + JSON.stringify(type)).join(',\n') + '\n}');
