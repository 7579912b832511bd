/** Made for these tests, with a key that was thrown away: of `system:node:node-7`, signed by `kubernetes`, valid in 2024. */
export const OF_2024 = `-----BEGIN CERTIFICATE-----
MIIBMDCB1wIBATAKBggqhkjOPQQDAjAVMRMwEQYDVQQDDAprdWJlcm5ldGVzMB4X
DTI0MDEwMTAwMDAwMFoXDTI1MDEwMTAwMDAwMFowNDEVMBMGA1UECgwMc3lzdGVt
Om5vZGVzMRswGQYDVQQDDBJzeXN0ZW06bm9kZTpub2RlLTcwWTATBgcqhkjOPQIB
BggqhkjOPQMBBwNCAARfP1AMktJHJOe1hDDhu4tXq6haybdYU9U5HNJCLsi8rSIz
XcIQD+dOMRn+4/iK9Oq0kYmhkjFaWkBacvuyoyWxMAoGCCqGSM49BAMCA0gAMEUC
IDMTh7+B9h3sQb0HbU5LvqN3gD622ENqoqgivrfAnR8vAiEA2KL6kL9VRU0Ht+8z
qYxER1Ent3Cl5aTLfp1R9L0z+G4=
-----END CERTIFICATE-----
`

/** The same, valid in 2099. */
export const OF_2099 = `-----BEGIN CERTIFICATE-----
MIIBNTCB2wIBAjAKBggqhkjOPQQDAjAVMRMwEQYDVQQDDAprdWJlcm5ldGVzMCIY
DzIwOTkwMTAxMDAwMDAwWhgPMjA5OTEyMzEwMDAwMDBaMDQxFTATBgNVBAoMDHN5
c3RlbTpub2RlczEbMBkGA1UEAwwSc3lzdGVtOm5vZGU6bm9kZS03MFkwEwYHKoZI
zj0CAQYIKoZIzj0DAQcDQgAEXz9QDJLSRyTntYQw4buLV6uoWsm3WFPVORzSQi7I
vK0iM13CEA/nTjEZ/uP4ivTqtJGJoZIxWlpAWnL7sqMlsTAKBggqhkjOPQQDAgNJ
ADBGAiEA8yviWDC7lHf7qlWk/Xd1T4Ghc1lsSa/fow6OmCiIQXkCIQDQO01JdaiU
FMWXN8oTofY2EJUQfWuMUWB0fbQcssd7qg==
-----END CERTIFICATE-----
`

/** What a private key looks like from outside; there is none in it. */
export const NO_KEY = ['-----BEGIN EC PRIVATE KEY-----', 'never to be read', '-----END EC PRIVATE KEY-----', ''].join(
  '\n',
)
