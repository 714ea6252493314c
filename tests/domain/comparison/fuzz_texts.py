"""Texts that have a bit of everything that clauses are made of, for the fuzzer."""

CODE_OF_PRACTICE = """\
# Code of practice

This code is for **providers** of models. See [the policy][p] and
[the act](https://example.org/act).

## Commitment 1 Transparency

Measure 1.1 Providers shall keep a log of incidents[^1].

The provider shall:

- keep a log;
- name a contact.

This does not apply to small firms.

1. First, report within 15 days.
2. Then, publish the report:
   - on its website;
   - in the register.

   A summary is enough.
3. Last, archive it.

> The recital explains *why*.
>
> > A quotation in it.

[^1]: An incident is a *serious* event.

[p]: https://example.org/policy "The policy"
[unused]: https://example.org/nowhere
"""

LAW = """\
## Article 5 Prohibited practices

(1) The following practices shall be prohibited:

(a) placing on the market a system that

(i) deploys subliminal techniques, or

(ii) exploits any of the vulnerabilities of a person;

(b) the use of such a system.

(2) Paragraph 1 shall not apply to Class I devices at -5 °C.

### Annex

| No | Requirement | L1 | L2 |
|---|---|---|---|
| 1.1 | Keep a log | x |  |
| 1.2 | Name a `contact` |  | x |
| 1.3 | Report ≠ publish | ✔ | ✘ |

~~Deleted~~ words stay here.\x20\x20
This is a new line.

```
if level > 3:
    report()
```
"""

NESTED = """\
---
title: Nested
---

# Duties

1. Providers
   - train staff
     1. each year
     2. before release

     and keep proof
   - test models

   They pay for it.
2. Deployers
   > quote inside

   | Role | Must | May |
   |---|---|---|
   | Provider | publish |  |
   | Deployer |  | publish |

Setext heading
--------------

* one
* two

+ three

![logo](https://example.org/logo.png) [ref] and [text][ref] and <https://example.org>.

[ref]: https://example.org/ref

<!-- a comment -->

    indented code

Open question: should it apply?

Option A or option B; US and us; mW and MW.
"""

FRENCH = """\
# Code de bonnes pratiques {#code}

## Titre I – Dispositions générales

Art. 1er. Le fournisseur doit tenir un registre.

Art. 2. – Il peut publier, sauf si :

– le modèle est libre ;

– la somme dépasse 1 000 €.

§ 3 L’autorité n’est pas tenue de répondre.

**Définition** : « modèle » désigne un système.

- [ ] pas fait
- [x] fait

Note[^a] et note[^b].

[^a]: Première note.

[^b]: Seconde note

    avec un second alinéa.
"""

FENCED = """\
# Part

::: explanation
Explained in words.

- an item
:::

> [!legal-text]
> The legal text is quoted.

10. ten
11. eleven

    more of eleven

Text & more <b>bold</b> \\* star, `code`, 5(a) and 5a.

| a | b |
|---|---|
| 1 | 2 | 3 |
| `x | y` | z |
"""

TEXTS = [CODE_OF_PRACTICE, LAW, NESTED, FRENCH, FENCED]
