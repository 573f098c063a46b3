// Verifies an Open Badge with the libraries of Digital Bazaar, which issue and verify W3C credentials.
// Reads from standard input {"credential", "documents": {address: document}} and writes {"verified", "revoked", "why"}.
import * as vc from '@digitalbazaar/vc';
import {DataIntegrityProof} from '@digitalbazaar/data-integrity';
import {checkStatus} from '@digitalbazaar/vc-bitstring-status-list';
import {cryptosuite} from '@digitalbazaar/eddsa-rdfc-2022-cryptosuite';
import {readFileSync} from 'node:fs';

const {credential, documents} = JSON.parse(readFileSync(0, 'utf8'));

// A key is a part of its DID document: it is handed out as a document of its own, as a resolver of DIDs does.
function find(address) {
  const [whole, part] = address.split('#');
  const known = documents[address] || documents[whole];
  if (!known) throw new Error(`Not among the documents: ${address}`);
  if (!part || documents[address]) return known;
  const method = known.verificationMethod.find(one => one.id === address);
  if (!method) throw new Error(`The DID document has no key ${address}`);
  return {'@context': 'https://w3id.org/security/multikey/v1', ...method};
}

const documentLoader = async address => ({contextUrl: null, documentUrl: address, document: find(address)});
const suite = new DataIntegrityProof({cryptosuite});
const result = await vc.verifyCredential({credential, suite, checkStatus, documentLoader});
const states = result.statusResult?.results ?? [];
console.log(JSON.stringify({
  verified: result.verified,
  revoked: states.some(one => one.status === true),
  why: result.verified ? '' : String(result.error?.errors?.[0]?.message ?? result.error),
}));
