"""Two small graphs in the statement model that the queries are asked of, and how they are asked."""

from __future__ import annotations

import pyoxigraph as ox
from rdflib import Graph, Literal, URIRef
from rdflib.namespace import XSD

from kg.sparql import fill, load_query
from kg.vocabulary import BASE

PREFIXES = """
@prefix news: <https://w3id.org/newskg/ontology#> .
@prefix e: <https://w3id.org/newskg/id/entity/> .
@prefix s: <https://w3id.org/newskg/id/statement/> .
@prefix v: <https://w3id.org/newskg/id/evidence/> .
@prefix a: <https://w3id.org/newskg/id/article/> .
@prefix m: <https://w3id.org/newskg/id/mention/> .
@prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix prov: <http://www.w3.org/ns/prov#> .
@prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix schema: <https://schema.org/> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
"""


# A reports in its own voice on 2024-04-04, B quotes people on 2024-10-11, C has no date.
GRAPH = (
    PREFIXES
    + """
a:A a schema:NewsArticle ; schema:headline "Aid for Borduria" ; schema:datePublished "2024-04-04"^^xsd:date ;
    schema:publisher "Wire" ; schema:url <https://wire.example/a> .
a:B a schema:NewsArticle ; schema:headline "Talks in Klow" ; schema:datePublished "2024-10-11"^^xsd:date .
a:C a schema:NewsArticle ; schema:headline "An undated note" .

e:Alliance a news:Organization ; rdfs:label "Alliance"@en ; owl:sameAs <http://www.wikidata.org/entity/Q1> .
e:Borduria a news:Country ; rdfs:label "Borduria"@en .
e:Syldavia a news:Country ; rdfs:label "Syldavia"@en .
e:Ada_Moss a news:Person ; rdfs:label "Ada Moss"@en .
e:Ben_Hale a news:Person ; rdfs:label "Ben Hale"@en .
e:Lone_Isle a news:Place ; rdfs:label "Lone Isle"@en .
m:1 a news:Mention ; news:article a:A ; news:entity e:Alliance ; skos:prefLabel "Alliance"@en .

e:Alliance news:aids e:Borduria ; news:supports e:Borduria .
s:aids rdf:subject e:Alliance ; rdf:predicate news:aids ; rdf:object e:Borduria ;
    prov:wasDerivedFrom v:aids1, v:aids2 .
v:aids1 news:article a:A ; news:polarity news:Positive ; news:factuality news:Actual ;
    news:quote "gives Borduria arms" ; news:start 10 ; news:end 29 ;
    news:confidence 0.9 ; news:rule <https://w3id.org/newskg/lexicon#give_v> .
v:aids2 news:article a:B ; news:polarity news:Positive ; news:factuality news:Actual ;
    news:quote "sent Borduria guns" ; news:start 40 ; news:end 58 ;
    news:speaker e:Ada_Moss ; news:time "2023-11"^^xsd:gYearMonth ; news:confidence 0.8 .

e:Ada_Moss news:roleOf e:Alliance .
s:role rdf:subject e:Ada_Moss ; rdf:predicate news:roleOf ; rdf:object e:Alliance ;
    prov:wasDerivedFrom v:role1, v:role2 .
v:role1 news:article a:A ; news:polarity news:Positive ; news:factuality news:Actual ;
    news:quote "Alliance chief Ada Moss" ; news:start 60 ; news:end 83 ; news:role "chief" .
v:role2 news:article a:A ; news:polarity news:Positive ; news:factuality news:Actual ;
    news:quote "Chief Moss" ; news:start 90 ; news:end 100 ; news:role "Chief" .
e:Ben_Hale news:roleOf e:Alliance .
s:past rdf:subject e:Ben_Hale ; rdf:predicate news:roleOf ; rdf:object e:Alliance ; prov:wasDerivedFrom v:past1 .
v:past1 news:article a:B ; news:polarity news:Positive ; news:factuality news:Actual ;
    news:quote "her predecessor Ben Hale" ; news:start 0 ; news:end 24 ; news:role "chief" ; news:former true .

s:attack rdf:subject e:Syldavia ; rdf:predicate news:attacks ; rdf:object e:Borduria ;
    prov:wasDerivedFrom v:att1, v:att2, v:att3 .
v:att1 news:article a:B ; news:polarity news:Positive ; news:factuality news:Actual ;
    news:quote "Syldavia shelled us" ; news:start 100 ; news:end 119 ; news:speaker e:Ada_Moss .
v:att2 news:article a:B ; news:polarity news:Negative ; news:factuality news:Actual ;
    news:quote "we attacked nobody" ; news:start 130 ; news:end 148 ; news:speaker e:Ben_Hale .
v:att3 news:article a:C ; news:polarity news:Positive ; news:factuality news:Possible ;
    news:quote "could attack Borduria" ; news:start 5 ; news:end 26 .

s:meet rdf:subject e:Ada_Moss ; rdf:predicate news:meetsWith ; rdf:object e:Ben_Hale ; prov:wasDerivedFrom v:meet1 .
v:meet1 news:article a:B ; news:polarity news:Positive ; news:factuality news:Actual ;
    news:quote "met Ben Hale" ; news:start 200 ; news:end 212 ; news:time "2024-10-09"^^xsd:date .
e:Ada_Moss news:meetsWith e:Ben_Hale . e:Ben_Hale news:meetsWith e:Ada_Moss .

s:crit rdf:subject e:Syldavia ; rdf:predicate news:criticizes ; rdf:object e:Alliance ; prov:wasDerivedFrom v:crit1 .
v:crit1 news:article a:C ; news:polarity news:Positive ; news:factuality news:Actual ;
    news:quote "condemned the Alliance" ; news:start 30 ; news:end 52 .
e:Syldavia news:criticizes e:Alliance .

s:sell rdf:subject e:Borduria ; rdf:predicate news:owns ; rdf:object e:Lone_Isle ; prov:wasDerivedFrom v:sell1 .
v:sell1 news:article a:C ; news:polarity news:Positive ; news:factuality news:Actual ;
    news:quote "is said to own Lone Isle" ; news:start 60 ; news:end 84 ; news:attributed true .
s:deny rdf:subject e:Syldavia ; rdf:predicate news:owns ; rdf:object e:Lone_Isle ; prov:wasDerivedFrom v:deny1 .
v:deny1 news:article a:C ; news:polarity news:Negative ; news:factuality news:Actual ;
    news:quote "never owned Lone Isle" ; news:start 90 ; news:end 111 .
"""
)


# D and E are of two houses, F is a copy of D, G comes last.
MORE = (
    GRAPH
    + """
a:D a schema:NewsArticle ; schema:headline "Morning" ; schema:datePublished "2024-05-01"^^xsd:date ;
    schema:publisher "Herald" .
a:E a schema:NewsArticle ; schema:headline "Noon" ; schema:datePublished "2024-06-01"^^xsd:date ;
    schema:publisher "Wire" .
a:F a schema:NewsArticle ; schema:headline "Copy" ; schema:datePublished "2024-05-02"^^xsd:date ;
    schema:publisher "Star" ;    news:duplicateOf a:D .
a:G a schema:NewsArticle ; schema:headline "Evening" ; schema:datePublished "2024-07-01"^^xsd:date ;
    schema:publisher "Courier" .

news:aids a owl:ObjectProperty ; rdfs:subPropertyOf news:supports . news:supports a owl:ObjectProperty .
news:roleOf a owl:ObjectProperty . news:criticizes a owl:ObjectProperty . news:locatedIn a owl:ObjectProperty .
news:meetsWith a owl:ObjectProperty, owl:SymmetricProperty .

s:aids prov:wasDerivedFrom v:aids3, v:aids4 .
v:aids3 news:article a:D ; news:polarity news:Positive ; news:factuality news:Actual ;
    news:quote "helps" ; news:confidence 0.5 .
v:aids4 news:article a:F ; news:polarity news:Positive ; news:factuality news:Actual ;
    news:quote "helps" ; news:confidence 0.6 .

s:join rdf:subject e:Borduria ; rdf:predicate news:memberOf ; rdf:object e:Alliance ;
    prov:wasDerivedFrom v:join1, v:join2, v:join3, v:join4 .
v:join1 news:article a:D ; news:polarity news:Positive ; news:factuality news:Future ; news:quote "will join" .
v:join2 news:article a:E ; news:polarity news:Negative ; news:factuality news:Future ; news:quote "won't join" ;
    news:speaker e:Ada_Moss .
v:join3 news:article a:E ; news:polarity news:Positive ; news:factuality news:Requested ; news:quote "should join" .
v:join4 news:article a:G ; news:polarity news:Positive ; news:factuality news:Actual ; news:quote "has joined" ;
    news:speaker e:Ben_Hale .

e:Cal_Reed a news:Person ; rdfs:label "Cal Reed"@en ; news:roleOf e:Syldavia .
e:Dee_Vann a news:Person ; rdfs:label "Dee Vann"@en ; news:roleOf e:Syldavia .
e:Eve_Gray a news:Person ; rdfs:label "Eve Gray"@en ; news:roleOf e:Klow .
e:Fay_Hood a news:Person ; rdfs:label "Fay Hood"@en ; news:roleOf e:Klow .
e:Klow a news:Place ; rdfs:label "Klow"@en ; news:locatedIn e:Borduria .
s:klow rdf:subject e:Klow ; rdf:predicate news:locatedIn ; rdf:object e:Borduria ; prov:wasDerivedFrom v:klow .
v:klow news:article a:D ; news:polarity news:Positive ; news:factuality news:Actual ;
    news:quote "Klow, Borduria" ; news:confidence 0.9 .
s:cal rdf:subject e:Cal_Reed ; rdf:predicate news:roleOf ; rdf:object e:Syldavia ; prov:wasDerivedFrom v:cal1, v:cal2 .
v:cal1 news:article a:D ; news:polarity news:Positive ; news:factuality news:Actual ; news:quote "President Reed" ;
    news:role "President" ; news:former false ; news:confidence 0.9 .
v:cal2 news:article a:G ; news:polarity news:Positive ; news:factuality news:Actual ; news:quote "ex-president Reed" ;
    news:role "president" ; news:former true ; news:confidence 0.9 .
s:dee rdf:subject e:Dee_Vann ; rdf:predicate news:roleOf ; rdf:object e:Syldavia ; prov:wasDerivedFrom v:dee .
v:dee news:article a:G ; news:polarity news:Positive ; news:factuality news:Actual ; news:quote "President Vann" ;
    news:role "president" ; news:confidence 0.9 .
s:eve rdf:subject e:Eve_Gray ; rdf:predicate news:roleOf ; rdf:object e:Klow ; prov:wasDerivedFrom v:eve1, v:eve2 .
v:eve1 news:article a:D ; news:polarity news:Positive ; news:factuality news:Actual ; news:quote "Mayor Gray" ;
    news:role "mayor" ; news:confidence 0.9 .
v:eve2 news:article a:G ; news:polarity news:Positive ; news:factuality news:Actual ; news:quote "Mayor Gray" ;
    news:role "Mayor" ; news:confidence 0.9 .
s:fay rdf:subject e:Fay_Hood ; rdf:predicate news:roleOf ; rdf:object e:Klow ; prov:wasDerivedFrom v:fay .
v:fay news:article a:E ; news:polarity news:Positive ; news:factuality news:Actual ; news:quote "Mayor Hood" ;
    news:role "mayor" ; news:confidence 0.9 .

e:Ada_Moss news:bornIn e:Klow, e:Borduria, e:Lone_Isle .
s:born1 rdf:subject e:Ada_Moss ; rdf:predicate news:bornIn ; rdf:object e:Klow ; prov:wasDerivedFrom v:born1 .
s:born2 rdf:subject e:Ada_Moss ; rdf:predicate news:bornIn ; rdf:object e:Borduria ; prov:wasDerivedFrom v:born2 .
s:born3 rdf:subject e:Ada_Moss ; rdf:predicate news:bornIn ; rdf:object e:Lone_Isle ; prov:wasDerivedFrom v:born3 .
v:born1 news:article a:D ; news:polarity news:Positive ; news:factuality news:Actual ;
    news:quote "born in Klow" ; news:confidence 0.9 .
v:born2 news:article a:D ; news:polarity news:Positive ; news:factuality news:Actual ;
    news:quote "from Borduria" ; news:confidence 0.9 .
v:born3 news:article a:E ; news:polarity news:Positive ; news:factuality news:Actual ;
    news:quote "born on Lone Isle" ; news:confidence 0.4 .

m:2 a news:Mention ; news:article a:A ; news:entity e:Borduria .
m:3 a news:Mention ; news:article a:D ; news:entity e:Borduria .
m:4 a news:Mention ; news:article a:D ; news:entity e:Alliance .
m:5 a news:Mention ; news:article a:F ; news:entity e:Borduria .
m:6 a news:Mention ; news:article a:F ; news:entity e:Alliance .
m:7 a news:Mention ; news:article a:G ; news:entity e:Klow .
m:9 a news:Mention ; news:article a:D ; news:entity e:Eve_Gray .
m:10 a news:Mention ; news:article a:B ; news:entity e:Ben_Hale .
m:11 a news:Mention ; news:article a:C ; news:entity e:Lone_Isle .
m:8 a news:Mention ; news:article a:G ; news:entity e:Borduria .
"""
)


def entity(name: str) -> URIRef:
    return URIRef(f"{BASE}entity/{name}")


def every(graph: Graph, name: str, /, **values: URIRef | Literal) -> list[dict[str, str]]:
    """The rows of a query, column to text; dates by default as the query's header says."""
    query = load_query(name)
    given = {
        key: ox.NamedNode(value) if isinstance(value, URIRef) else ox.Literal(value, datatype=ox.NamedNode(XSD.date))
        for key, value in values.items()
    }
    for parameter in query.parameters:
        if parameter.default:
            given.setdefault(parameter.name, ox.Literal(parameter.default, datatype=ox.NamedNode(XSD.date)))
    result = graph.query(fill(query, given))
    names = [str(variable) for variable in result.vars or ()]
    return [{key: "" if term is None else str(term) for key, term in zip(names, row, strict=True)} for row in result]


def ask(graph: Graph, name: str, /, *columns: str, **values: URIRef | Literal) -> list[tuple[str, ...]]:
    """The rows of a query, in the columns asked for."""
    return [tuple(row[column] for column in columns) for row in every(graph, name, **values)]
